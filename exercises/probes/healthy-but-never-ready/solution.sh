sed -i 's|path: /healthz, port: 8080|path: /, port: http|' @app@.yaml
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@
