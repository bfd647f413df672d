sed -i '/livenessProbe/,$d' @app@.yaml
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@ --timeout=180s
