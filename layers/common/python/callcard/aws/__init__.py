"""A small client of AWS for the doors that cannot wait for boto3: botocore's names and shapes, and no more."""
