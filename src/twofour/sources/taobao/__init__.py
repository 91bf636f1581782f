"""What Taobao and Qianniu export."""
