kubectl rollout restart deployment/@app@
sleep 60
