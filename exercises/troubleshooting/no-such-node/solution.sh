sed -i 's/disk: fast/disk: @label@/' @app@.yaml
kubectl replace --force -f @app@.yaml
kubectl wait --for=condition=Ready pod/@app@ --timeout=60s
sleep 10
