kubectl patch service @app@ --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":@newPort@}]'
kubectl scale deployment/@app@-old --replicas=0
sleep 5
