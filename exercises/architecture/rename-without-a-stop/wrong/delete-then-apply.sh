kubectl delete deployment temp-@app@
kubectl apply -f @app@.yaml
