sed -i 's/^spec:/spec:\n  tolerations:\n    - { key: dedicated, operator: Equal, value: research, effect: NoSchedule }/' @pod@.yaml
kubectl apply -f @pod@.yaml
kubectl wait --for=condition=Ready pod/@pod@ --timeout=60s
