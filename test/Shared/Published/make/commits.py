"""The commit that a clone is at."""
import subprocess


def commit_of(clone):
    return subprocess.run(["git", "-C", str(clone), "rev-parse", "HEAD"], check=True, capture_output=True,
                          text=True).stdout.strip()
