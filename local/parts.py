"""What the stack's own servers have to know: written after the deployment, read by the web server and the stand."""

import json
import re
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from local.engine import client
from local.places import HOST, REGION, Place

type Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Parts:
    """Addresses of the deployed stack as this machine reaches them."""

    engine_url: str
    api_url: str
    ws_url: str
    web_url: str
    stand_url: str
    user_pool_id: str
    user_pool_client_id: str
    crm_token_secret: str
    pbx_token: str
    headers: Headers

    @classmethod
    def read(cls, home: Path) -> Self:
        """Load what `write` saved."""
        return cls(**json.loads((home / "parts.json").read_text(encoding="utf-8")))

    def write(self, home: Path) -> None:
        """Save for the stack's servers."""
        (home / "parts.json").write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    def crm_token(self) -> str:
        """The token with which the PBX proves itself, as it is at this moment."""
        secret = client("secretsmanager", self.engine_url).get_secret_value(SecretId=self.crm_token_secret)
        token: str = json.loads(secret["SecretString"])["token"]
        return token

    def web_config(self) -> dict[str, str]:
        """What the page asks for as /config.json."""
        return {
            "api_url": "/api",
            "ws_url": self.ws_url,
            "cognito_url": f"{self.engine_url}/",
            "user_pool_client_id": self.user_pool_client_id,
            "region": REGION,
        }


def parts_of(place: Place, outputs: dict[str, str]) -> Parts:
    """Turn the stack's outputs into local addresses."""
    engine = place.engine_url
    return Parts(
        engine_url=engine,
        api_url=f"{engine}/_aws/execute-api/{outputs['RestApiId']}/api",
        ws_url=f"ws://{HOST}:{place.ports.engine}/_aws/execute-api/{outputs['SocketsApiId']}/live",
        web_url=place.web_url,
        stand_url=place.stand_url,
        user_pool_id=outputs["UserPoolId"],
        user_pool_client_id=outputs["UserPoolClientId"],
        crm_token_secret=outputs["CrmTokenSecretArn"],
        pbx_token=pbx_token(place),
        headers=cloud_headers(place, outputs),
    )


def pbx_token(place: Place) -> str:
    """The stand's own key, invented once per stack."""
    file = place.home / "pbx_token"
    if not file.exists():
        file.write_text(secrets.token_hex(24), encoding="ascii")
    return file.read_text(encoding="ascii")


def cloud_headers(place: Place, outputs: dict[str, str]) -> Headers:
    """CloudFront's own security headers, its addresses replaced by the local ones.

    Strict-Transport-Security is left out: a browser has to ignore it without TLS.
    """
    answer = client("cloudfront", place.engine_url).get_response_headers_policy(Id=outputs["HeadersPolicyId"])
    config: dict[str, Any] = answer["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]
    security = config["SecurityHeadersConfig"]
    sockets = outputs["SocketsUrl"].removesuffix("/live")
    policy = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    policy = policy.replace(sockets, f"ws://{HOST}:{place.ports.engine}")
    policy = policy.replace(f"https://cognito-idp.{REGION}.amazonaws.com", place.engine_url)
    policy = re.sub(r"https://[^ ]+\.s3\.[^ ]+\.amazonaws\.com", place.engine_url, policy)
    own = {each["Header"]: each["Value"] for each in config["CustomHeadersConfig"]["Items"]}
    return own | {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": security["FrameOptions"]["FrameOption"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
    }
