"""A small client of AWS for the doors that cannot wait for boto3: AWS's own C runtime signs and carries requests."""
