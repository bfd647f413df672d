kubectl create configmap report --from-literal=created-by=replicaset-controller --from-literal=placed-by=default-scheduler --from-literal=started-by=kubelet --from-literal=node=control-plane
