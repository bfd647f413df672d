kubectl apply -f @pod@.yaml
kubectl wait --for=condition=Ready pod/@pod@ --timeout=60s
kubectl exec @pod@ -- sh -c 'echo @word@ > /usr/share/nginx/html/index.html'
