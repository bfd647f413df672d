sed -i 's/^          livenessProbe:/          readinessProbe:\n            httpGet: { path: \/, port: http }\n          livenessProbe:/' @app@.yaml
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@ --timeout=180s
