sed -i 's/periodSeconds: 5/periodSeconds: 5\n            failureThreshold: 30/' @app@.yaml
kubectl apply -f @app@.yaml
