kubectl uncordon worker-2 worker-3
