images=$(kubectl get pods -o jsonpath='{.items[*].spec.containers[*].image} {.items[*].spec.initContainers[*].image}' | tr ' ' '\n' | sort -u)
api=$(kubectl api-resources --no-headers | awk '$NF == "CronJob" {print $(NF-2)}')
restart=$(kubectl get deployment @app@ -o jsonpath='{.spec.template.spec.restartPolicy}')
grace=$(kubectl get deployment @app@ -o jsonpath='{.spec.template.spec.terminationGracePeriodSeconds}')
kubectl create configmap facts --from-literal=cronjob-api="$api" --from-literal=images="$images" \
  --from-literal=restart-policy="$restart" --from-literal=grace-period="$grace"
