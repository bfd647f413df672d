node=$(kubectl get pods -l app=@app@ -o jsonpath='{.items[0].spec.nodeName}')
kubectl create configmap report --from-literal=created-by=replicaset-controller --from-literal=placed-by=default-scheduler --from-literal=started-by=default-scheduler --from-literal=node="$node"
