kubectl delete service @app@
kubectl create service nodeport @app@ --tcp=80:8080 --node-port=@nodePort@
sleep 5
