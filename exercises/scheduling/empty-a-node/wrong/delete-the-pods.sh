kubectl get pods -l app=@app@ -o wide --no-headers | awk '$7 == "worker-2" {print $1}' | xargs kubectl delete pod
