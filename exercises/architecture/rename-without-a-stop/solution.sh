kubectl delete deployment temp-@app@ --cascade=orphan
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@
