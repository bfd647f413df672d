kubectl delete deployment temp-@app@ --cascade=orphan
sed -i 's/nginx:1.27/nginx:1.29/' @app@.yaml
kubectl apply -f @app@.yaml
