node=$(kubectl get pods -l app=@app@ -o jsonpath='{.items[0].spec.nodeName}')
kubectl create configmap report --from-literal=created-by=replicaset-controller --from-literal=placed-by=kubelet --from-literal=started-by=kubelet --from-literal=node="$node"
