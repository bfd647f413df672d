kubectl cordon worker-1 worker-4
kubectl rollout restart deployment/@app@
