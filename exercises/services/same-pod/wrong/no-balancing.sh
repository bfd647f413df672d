kubectl delete service @app@
kubectl expose deployment @app@ --port=80 --target-port=http --cluster-ip=None
sleep 5
