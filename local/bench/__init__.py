"""`make bench`: our hot function against what one would otherwise write, in one run, against one AWS of our own.

What a contender finds in its environment, besides what `template.yaml` gives `InboundFunction` (variables.py):

- `AWS_ENDPOINT_URL=https://127.0.0.1:PORT`: DynamoDB, Secrets Manager and SQS, each told by `X-Amz-Target`;
- `SOCKETS_ENDPOINT=https://127.0.0.1:PORT/live`: `POST …/@connections/{id}`, the id percent-encoded;
- `SPOOL_URL=https://127.0.0.1:PORT/123456789012/spool`;
- `AWS_CA_BUNDLE`: a file with the roots that the contender would read in AWS (of callcard its package's
  `aws_roots.pem`, of the peers botocore's `cacert.pem`), and the authority that signed the stub's certificate;
- `AWS_REGION`, `AWS_DEFAULT_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, as Lambda
  sets them; the access key is the contender's account in the stub, and the token must be among what is signed.

Warm figures come from `worker.py`, which calls the handler in a loop; cold ones from `awslambdaric` against
`runtime.py`, with the package as `sam build` made it. Both read the process's own CPU clock: all threads.
"""
