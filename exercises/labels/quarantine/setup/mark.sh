pod=$(kubectl get pods -l app=@app@ -o jsonpath='{.items[1].metadata.name}')
kubectl annotate pod "$pod" ticket="@ticket@"
kubectl exec "$pod" -- sh -c 'echo stale > /usr/share/nginx/html/index.html'
