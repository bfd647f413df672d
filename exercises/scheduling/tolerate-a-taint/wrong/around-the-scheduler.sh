sed -i 's/^spec:/spec:\n  nodeName: worker-2/' @pod@.yaml
kubectl replace --force -f @pod@.yaml
