kubectl get pods --no-headers | awk '$3 != "Running" {print $1}' | xargs kubectl delete pod
