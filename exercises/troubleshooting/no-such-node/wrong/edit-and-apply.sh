sed -i 's/disk: fast/disk: @label@/' @app@.yaml
kubectl apply -f @app@.yaml
sleep 20
