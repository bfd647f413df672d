sed -i 's/failureThreshold: 3/failureThreshold: 30/' @app@.yaml
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@ --timeout=180s
