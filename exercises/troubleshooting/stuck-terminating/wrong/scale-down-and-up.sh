kubectl scale statefulset/@app@ --replicas=0
sleep 20
kubectl patch pod @app@-0 --type=merge -p '{"metadata":{"finalizers":null}}'
sleep 20
kubectl scale statefulset/@app@ --replicas=2
sleep 30
