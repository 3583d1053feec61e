"""What a handler sees of its invocation."""

from dataclasses import dataclass


@dataclass
class LambdaContext:
    """As much of it as our handlers ask for."""

    function_name: str = "test"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:test"
    aws_request_id: str = "request"
    seconds_left: float = 900

    def get_remaining_time_in_millis(self) -> int:
        """Tell how long the invocation may still last."""
        return int(self.seconds_left * 1000)
