kubectl drain worker-2 --ignore-daemonsets --force
kubectl rollout status deployment/@app@
