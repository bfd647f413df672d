kubectl create configmap @app@-settings --from-literal=greeting=@greeting@
kubectl create secret generic @app@-secret --from-literal=token=t0ken-@number@
