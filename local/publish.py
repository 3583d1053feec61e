"""After `sam deploy` to the cloud: publish the built page with its config.json (`python -m local.publish STACK`)."""

import json
import sys
import time
from typing import Any

import boto3

from local.page import Builder, caching
from local.places import REGION
from local.web import CONTENT_TYPES


def main() -> None:
    """Upload the page, write its configuration, refresh CloudFront."""
    outputs = read_outputs(sys.argv[1])
    bucket: Any = boto3.resource("s3", region_name=REGION).Bucket(outputs["WebBucketName"])
    builder = Builder()
    builder.install()
    builder.current()
    upload(bucket, builder)
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


def upload(bucket: Any, builder: Builder) -> None:
    """Upload the page, what index.html names before index.html.

    Nothing is deleted: pages that are open load what they have not loaded yet from the files of their own build.
    """
    for key in builder.files():
        path = builder.site / key
        put(bucket, key, path.read_bytes(), CONTENT_TYPES[path.suffix])


def put(bucket: Any, key: str, body: bytes, kind: str) -> None:
    """Store one file, and with it how long a browser may keep it."""
    bucket.put_object(Key=key, Body=body, ContentType=kind, CacheControl=caching(key))


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
