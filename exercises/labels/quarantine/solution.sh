pod=$(kubectl get pods -l app=@app@ -o jsonpath='{range .items[*]}{.metadata.name} {.metadata.annotations.ticket}{"\n"}{end}' | awk '$2 != "" {print $1}')
kubectl label pod "$pod" app=@app@-quarantine --overwrite
