sed -i 's/^spec:/spec:\n  tolerations:\n    - { key: dedicated, operator: Equal, value: accelerated, effect: NoSchedule }/' @pod@.yaml
kubectl apply -f @pod@.yaml
