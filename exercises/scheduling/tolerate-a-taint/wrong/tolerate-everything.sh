sed -i 's/^spec:/spec:\n  tolerations:\n    - { operator: Exists }/' @pod@.yaml
kubectl apply -f @pod@.yaml
