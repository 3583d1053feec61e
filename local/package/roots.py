"""The roots that AWS's own certificates end at, out of certifi's: reading five takes 1 ms, reading all of them 20."""

import hashlib
import re
import ssl
from pathlib import Path

import certifi

from local.places import StackError

BUNDLE = "aws_roots.pem"
# SHA-256 of the certificates whose keys https://www.amazontrust.com/repository/ lists for trust stores of one's own
ROOTS = {
    "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e": "Amazon Root CA 1",
    "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4": "Amazon Root CA 2",
    "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4": "Amazon Root CA 3",
    "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092": "Amazon Root CA 4",
    "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5": "Starfield Services Root CA - G2",
}
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n", re.DOTALL)


def write_roots(python: Path) -> None:
    """Put the bundle beside the product, in the layer that has it."""
    product = python / "callcard"
    if product.exists():
        everybody = Path(certifi.where()).read_text(encoding="utf-8")
        (product / BUNDLE).write_text(roots_of(everybody), encoding="ascii")


def roots_of(bundle: str) -> str:
    """AWS's certificates out of a bundle, in the order of ROOTS; all have to be there."""
    found = {fingerprint(each): each for each in CERTIFICATE.findall(bundle)}
    missing = [name for each, name in ROOTS.items() if each not in found]
    if missing:
        raise StackError(f"certifi has no {', '.join(missing)} any more: see local/package/roots.py.")
    return "".join(found[each] for each in ROOTS)


def fingerprint(certificate: str) -> str:
    """SHA-256 of a certificate."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest()
