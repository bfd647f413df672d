kubectl rollout restart statefulset/@app@
sleep 60
