for pod in $(kubectl get pods -l app=@app@ -o name); do kubectl set image $pod server=nginx:1.29; done
