kubectl delete deployment temp-@app@ --cascade=orphan
kubectl delete replicaset -l app=@app@
kubectl apply -f @app@.yaml
