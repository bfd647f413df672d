kubectl cordon worker-2
