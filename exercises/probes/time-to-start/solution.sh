sed -i 's/^          livenessProbe:/          startupProbe:\n            httpGet: { path: \/, port: http }\n            periodSeconds: 5\n            failureThreshold: 24\n          livenessProbe:/' @app@.yaml
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@
