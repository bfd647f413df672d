kubectl rollout restart deployment/@app@
kubectl rollout status deployment/@app@
sleep 5
