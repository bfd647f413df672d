kubectl drain worker-2 --ignore-daemonsets
