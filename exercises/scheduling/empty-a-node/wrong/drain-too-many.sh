kubectl drain worker-1 worker-2 --ignore-daemonsets --force
