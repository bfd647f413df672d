sed -i '/readinessProbe/,$d' @app@.yaml
kubectl apply -f @app@.yaml
