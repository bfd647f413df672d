sed -i 's/^    type: Recreate/    type: RollingUpdate\n    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }/; s/nginx:1.27/nginx:1.29/' @app@.yaml
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@
