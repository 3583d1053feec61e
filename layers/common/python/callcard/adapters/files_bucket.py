"""The files that administrators load and download, and what jobs keep beside them."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import ClientError

from callcard.items import reaching
from callcard.turns import soon

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

UPLOAD_SECONDS = 3600
DOWNLOAD_SECONDS = 900
AT_ONCE = 16


class FilesBucket:
    """Reads and writes files, and signs what lets a browser do so for a while."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client, self._bucket = client, bucket

    @reaching()
    def form(self, key: str, size: int) -> dict[str, Any]:
        """Sign a form with which a browser may upload one file of exactly `size` bytes, within an hour."""
        return self._client.generate_presigned_post(
            self._bucket, key, Conditions=[["content-length-range", size, size]], ExpiresIn=UPLOAD_SECONDS
        )

    @reaching()
    def link(self, key: str, file_name: str) -> str:
        """Sign an address from which a browser may download a file under a name, for 15 minutes."""
        wanted = {"Bucket": self._bucket, "Key": key}
        wanted["ResponseContentDisposition"] = f'attachment; filename="{file_name}"'
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=DOWNLOAD_SECONDS)

    @reaching()
    def size(self, key: str) -> int | None:
        """Tell how large a file is; None when there is none."""
        try:
            return self._client.head_object(Bucket=self._bucket, Key=key)["ContentLength"]
        except ClientError as exc:
            if exc.response["Error"]["Code"] in {"404", "NoSuchKey"}:
                return None
            raise

    @reaching()
    def read(self, key: str) -> bytes | None:
        """Read a small file whole; None when there is none."""
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._client.exceptions.NoSuchKey:
            return None

    @reaching()
    def write(self, key: str, content: bytes) -> None:
        """Write a small file."""
        self._client.put_object(Bucket=self._bucket, Key=key, Body=content)

    @reaching()
    def fetch(self, key: str, copy: BinaryIO) -> None:
        """Copy a file of any size to this machine."""
        self._client.download_fileobj(self._bucket, key, copy)

    @reaching()
    def store(self, path: Path, key: str) -> None:
        """Copy a file of any size into the bucket."""
        self._client.upload_file(str(path), self._bucket, key)

    def parts(self, prefix: str) -> Iterator[bytes]:
        """Read the small files under a prefix, by name."""
        keys = self.keys(prefix)
        for start in range(0, len(keys), AT_ONCE):
            reading = [soon(partial(self.read, key)) for key in keys[start : start + AT_ONCE]]
            yield from (found for each in reading if (found := each.result()))

    @reaching()
    def delete(self, key: str) -> None:
        """Remove a file; one that is not there is removed already."""
        self._client.delete_object(Bucket=self._bucket, Key=key)

    @reaching()
    def keys(self, prefix: str) -> list[str]:
        """List the files under a prefix by name."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        return [each["Key"] for page in pages for each in page.get("Contents", [])]
