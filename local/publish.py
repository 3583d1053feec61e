"""After `sam deploy` to the cloud: publish web/ with its config.json (`python -m local.publish STACK`)."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import boto3

from local.places import REGION, ROOT
from local.web import CONTENT_TYPES

WEB = ROOT / "web"


def main() -> None:
    """Upload the page, write its configuration, refresh CloudFront."""
    outputs = read_outputs(sys.argv[1])
    bucket: Any = boto3.resource("s3", region_name=REGION).Bucket(outputs["WebBucketName"])
    for path in sorted(each for each in WEB.rglob("*") if each.is_file()):
        upload(bucket, path)
    put(bucket, "config.json", json.dumps(config(outputs)).encode(), "application/json")
    refresh(outputs["WebDistributionId"])
    print(f"page      {outputs['WebUrl']}\nPBX posts {outputs['ApiUrl']}/pbx\nlogins    {outputs['UserPoolId']}")


def read_outputs(stack: str) -> dict[str, str]:
    """The deployed stack's outputs."""
    described = boto3.client("cloudformation", region_name=REGION).describe_stacks(StackName=stack)
    return {each["OutputKey"]: each["OutputValue"] for each in described["Stacks"][0]["Outputs"]}


def config(outputs: dict[str, str]) -> dict[str, str]:
    """What the page asks for as /config.json."""
    return {
        "api_url": "/api",
        "ws_url": outputs["SocketsUrl"],
        "cognito_url": f"https://cognito-idp.{REGION}.amazonaws.com/",
        "user_pool_client_id": outputs["UserPoolClientId"],
        "region": REGION,
    }


def upload(bucket: Any, path: Path) -> None:
    """Upload a file that a browser may ask for, and no other."""
    kind = CONTENT_TYPES.get(path.suffix)
    if kind:
        put(bucket, path.relative_to(WEB).as_posix(), path.read_bytes(), kind)


def put(bucket: Any, key: str, body: bytes, kind: str) -> None:
    """Store one file; browsers ask every time whether it changed, since our files carry no version."""
    bucket.put_object(Key=key, Body=body, ContentType=kind, CacheControl="no-cache")


def refresh(distribution: str) -> None:
    """Let CloudFront forget the previous page."""
    boto3.client("cloudfront").create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": str(time.time_ns()),
        },
    )


if __name__ == "__main__":
    main()
