kubectl rollout status statefulset/@app@ --timeout=60s
for pod in @app@-0 @app@-1; do
  kubectl patch pod $pod --type=merge -p '{"metadata":{"finalizers":["backup.example.com/copied"]}}'
done
kubectl delete pod @app@-0 --wait=false
