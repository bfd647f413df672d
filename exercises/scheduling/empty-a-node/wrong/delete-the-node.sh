kubectl delete node worker-2
