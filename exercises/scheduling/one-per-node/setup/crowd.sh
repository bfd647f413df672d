kubectl cordon worker-2 worker-3
